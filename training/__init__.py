"""Makes the reader's weights: prepares data, trains, exports to ONNX. Needs torch; `src` never imports it."""
