"""Turns trained weights into what ships: three ONNX graphs with 8-bit weights, and the tokenizer.

python -m training.export --encoder FOLDER --weights FILE --out src/onrecord/model
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import onnx
import onnx.utils
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.network import Reader, Size

log = logging.getLogger("training")
LARGEST_MB = 50
#: Where the first graph is cut in two: each piece by itself, which others read, too, and the layers upon that.
EMBEDDED = "/encoder/embeddings/LayerNorm/LayerNormalization_output_0"


class Rows(nn.Module):
    """An embedding with 8-bit rows, each with a scale of its own."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        scale = embedding.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(embedding.weight.detach() / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, index: Tensor) -> Tensor:
        return nn.functional.embedding(index, self.rows).float() * nn.functional.embedding(index, self.scale)


class Words(nn.Module):
    """The half of the network that is run once over every window."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.rows = Rows(reader.encoder.get_input_embeddings())

    def forward(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        return self.reader.words_of(self.rows(pieces), mask, shapes, first)


class Roles(nn.Module):
    """The half that is run for every cue."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, states: Tensor, around: Tensor, place: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.reader.roles(states, around, place, mask)


def load(encoder: str, weights: Path) -> Reader:
    kept = torch.load(weights, weights_only=True)
    reader = Reader(encoder, Size(**kept["size"]))
    reader.load_state_dict(kept["model"])
    return reader.eval()


def export(reader: Reader, out: Path, reduce_range: bool) -> None:
    """Writes pieces.onnx, words.onnx and roles.onnx."""
    pieces = torch.ones(2, 30, dtype=torch.long)
    first = torch.ones(2, 20, dtype=torch.long)
    states, place = torch.zeros(40, reader.cue.in_features), torch.ones(3, 12, dtype=torch.long)
    graphs = {
        "words": (
            Words(reader),
            (pieces, pieces, pieces, first),
            {"pieces": "BP", "mask": "BP", "shapes": "BP", "first": "BW"},
        ),
        "roles": (
            Roles(reader),
            (states, place, place, torch.ones(3, 12, dtype=torch.bool)),
            {"states": "S_", "around": "CL", "place": "CL", "mask": "CL"},
        ),
    }
    outputs = {"words": ["states", "scores"], "roles": ["scores", "valid"]}
    for name, (module, inputs, axes) in graphs.items():
        plain = out / f"{name}.plain.onnx"
        dynamic = {k: {i: a for i, a in enumerate(v) if a != "_"} for k, v in axes.items()}
        dynamic |= {o: {0: "A" + o, 1: "N" + o} if o != "valid" else {0: "A" + o} for o in outputs[name]}
        torch.onnx.export(
            module.eval(), inputs, str(plain), input_names=list(axes), output_names=outputs[name],
            dynamic_axes=dynamic, opset_version=17, dynamo=False,
        )  # fmt: skip
        if name == "words":
            cut(plain, out)
        shrink(plain, reduce_range)


def shrink(plain: Path, reduce_range: bool) -> None:
    """Puts NAME.onnx with 8-bit matrices in place of NAME.plain.onnx."""
    small = plain.with_name(plain.name.replace(".plain", ""))
    quantize_dynamic(
        plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduce_range,
        op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    plain.unlink()
    onnx.checker.check_model(str(small))
    log.info("%s: %.1f MB", small.name, small.stat().st_size / 1e6)


def cut(plain: Path, out: Path) -> None:
    """Writes pieces.onnx, whose rows have 8 bits already, and leaves what goes on from it in place of the whole."""
    whole = onnx.load(plain)
    for node in whole.graph.node:
        for names in (node.input, node.output):
            names[:] = ["embedded" if name == EMBEDDED else name for name in names]
    shape = ["B", "P", 384]
    whole.graph.value_info.append(onnx.helper.make_tensor_value_info("embedded", onnx.TensorProto.FLOAT, shape))
    parts = onnx.utils.Extractor(whole)
    onnx.save(parts.extract_model(["pieces", "shapes"], ["embedded"]), out / "pieces.onnx")
    onnx.save(parts.extract_model(["embedded", "mask", "first"], ["states", "scores"]), plain)


def ship(encoder: str, weights: Path, out: Path, *, full_range: bool = False) -> None:
    """Writes the graphs and the tokenizer; raises ValueError when they are too large to ship."""
    out.mkdir(parents=True, exist_ok=True)
    export(load(encoder, weights), out, not full_range)
    tokenizer = Tokenizer.from_file(f"{encoder}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    size = sum(f.stat().st_size for f in out.iterdir()) / 1e6
    if size > LARGEST_MB:
        raise ValueError(f"the model takes {size:.1f} MB; {LARGEST_MB} at the most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full-range", action="store_true", help="8-bit weights; 7 are safe on every processor")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    ship(options.encoder, options.weights, options.out, full_range=options.full_range)


if __name__ == "__main__":
    main()
