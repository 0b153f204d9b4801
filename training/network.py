"""The reader as a torch module: one encoder, a head that finds cues, a head that reads what belongs to each."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from torch import Tensor, nn
from transformers import AutoModel

from onrecord.attribution.encoding import AFTER, BEFORE, SHAPES
from onrecord.attribution.labels import CUE_LABELS, NEVER, ROLE_LABELS


@dataclass(frozen=True)
class Size:
    """The role head's width, layers and attention heads."""

    width: int = 192
    layers: int = 2
    heads: int = 4


class Layer(nn.Module):
    """A transformer layer that normalises first."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention, self.before_dense = nn.LayerNorm(width), nn.LayerNorm(width)
        self.triple, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.dense = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        count, length, width = x.shape
        parts = self.triple(self.before_attention(x)).view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = parts[0] @ parts[1].transpose(-1, -2) * (width // self.heads) ** -0.5
        weights = scores.masked_fill(~mask[:, None, None, :], NEVER).softmax(-1)
        x = x + self.out((weights @ parts[2]).transpose(1, 2).reshape(count, length, width))
        return x + self.dense(self.before_dense(x))


class Reader(nn.Module):
    def __init__(self, encoder: str, size: Size = Size()) -> None:
        super().__init__()
        # Dropout off, since drawing its random numbers costs more than the matrix products; attention in plain
        # products, whose bf16 gradients take half the time of the fused kernel's where there is no AMX.
        self.encoder = AutoModel.from_pretrained(
            encoder,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
            attn_implementation="eager",
        )
        hidden, width = self.encoder.config.hidden_size, size.width
        self.size = asdict(size)
        self.shape = nn.Embedding(SHAPES, hidden)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.cue = nn.Linear(hidden, CUE_LABELS)
        self.roles_anywhere = nn.Linear(hidden, 2)  # in any source, in any content: helps training alone
        self.word_in = nn.Linear(hidden, width)
        self.cue_in = nn.Linear(hidden, width)
        self.place = nn.Embedding(BEFORE + AFTER + 1, width)
        self.layers = nn.ModuleList(Layer(width, size.heads) for _ in range(size.layers))
        self.norm = nn.LayerNorm(width)
        self.role = nn.Linear(width, ROLE_LABELS)
        self.valid = nn.Linear(width, 1)

    def words(self, pieces: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """[window, word, hidden] states and [window, word, label] cue scores.

        `pieces`, `mask`, `shapes` are [window, piece]; `first` is [window, word], the place of each word's first piece.
        """
        return self.words_of(self.encoder.get_input_embeddings()(pieces), mask, shapes, first)

    def words_of(self, embedded: Tensor, mask: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """The same from the pieces' embeddings."""
        embedded = embedded + self.shape(shapes)
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        states = states.gather(1, first[..., None].expand(-1, -1, states.shape[-1]))
        return states, self.cue(states)

    def roles(self, states: Tensor, around: Tensor, place: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """For each cue [cue, word, label] scores of the words around it, and a score that it is one.

        `states` is [word, hidden] of all windows; `around`, `place`, `mask` are [cue, word]: which words, how
        far from the cue they stand (BEFORE for the cue's own words), and which of them there are.
        """
        there = mask.to(states.dtype)[..., None]
        local = states[around]
        inside = ((place == BEFORE)[..., None] & mask[..., None]).to(states.dtype)
        cue = (local * inside).sum(1) / inside.sum(1).clamp(min=1)
        x = (self.word_in(local) + self.place(place) + self.cue_in(cue)[:, None]) * there
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        pooled = (x * inside).sum(1) / inside.sum(1).clamp(min=1)
        return self.role(x), self.valid(pooled).squeeze(-1)
