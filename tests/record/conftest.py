from hypothesis import HealthCheck, settings

# How long an example takes says more about what else the machine is doing than about the code; each one makes a file.
settings.register_profile("files", deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
settings.load_profile("files")
