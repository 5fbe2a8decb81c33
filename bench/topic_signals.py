"""What else is known of papers, and which topics it speaks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """Values in lower case, any of which speaks for one of the topics.

    `first` says that only the paper's first value counts: the category that it is filed under.
    """

    values: tuple[str, ...]
    topics: tuple[str, ...]
    first: bool = False


def _signals(table: str, first: bool = False) -> tuple[Signal, ...]:
    """Of lines `value, value: slug slug`."""
    rows = [line.partition(":") for line in table.strip().splitlines()]
    return tuple(
        Signal(tuple(v.strip() for v in values.split(",")), tuple(slugs.split()), first)
        for values, _, slugs in rows
    )


CATEGORIES = _signals(
    """
    cs.ro: robotics
    cs.ir: information-retrieval recommender-systems retrieval-augmented-generation
    cs.se: software-engineering code-generation
    eess.as, cs.sd: speech music-audio
    cs.hc: human-computer-interaction
    cs.cr: privacy robustness safety
    cs.ar: hardware-design efficient-inference
    cs.dc: federated-learning efficient-training efficient-inference
    cs.lo: theorem-proving reasoning
    math.oc: optimization
    q-bio.bm, q-bio.gn, q-bio.nc, q-bio.qm: biology chemistry-materials
    eess.iv: medical-imaging image-generation image-recognition
    physics.comp-ph, physics.flu-dyn, physics.ao-ph: physics-simulation
    """,
    first=True,
)
KEYWORDS = _signals(
    """
    reinforcement learning, deep reinforcement learning: reinforcement-learning
    imitation learning, manipulation, robotic manipulation, robotics, robot learning: robotics
    representation learning, self-supervised learning: representation-learning
    generative adversarial networks, gan, gans, variational autoencoder: generative-models
    transfer learning, domain adaptation, fine-tuning: transfer-learning
    meta-learning, continual learning, few-shot learning: continual-learning
    interpretability, mechanistic interpretability: interpretability
    optimization: optimization
    adversarial examples, robustness: robustness
    diffusion models, diffusion model: diffusion-models
    question answering: question-answering
    machine translation: machine-translation
    in-context learning: prompting
    vision-language models, vision language models: vision-language
    benchmark: benchmarks
    dataset: datasets
    """
)
FOLDERS = _signals(
    """
    imitation learning, vla: robotics
    instance segmentation, semantic segmentation, object tracking: image-recognition
    medical image segmentation, medical image analysis: medical-imaging
    keyword spotting, speech recognition, speech synthesis: speech
    mamba, state space models, rwkv: long-context neural-architecture
    vlm: vision-language
    time series anomaly detection, time series analysis: time-series
    domain adaptation, low rank adaptation, transfer learning: transfer-learning
    federated learning: federated-learning
    knowledge distillation, model quantization: model-compression
    few-shot learning, meta-learning, continual learning: continual-learning
    multi-agent system, agentic ai: agents
    explainable ai: interpretability
    chain of thought: reasoning
    """
)
