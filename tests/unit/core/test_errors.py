import pickle

import pytest

from thomas_test.core import errors
from thomas_test.core.errors import EstimatorError, ImageError, ModelError, ThomasTestError, UsageError


@pytest.mark.parametrize("kind", [UsageError, ImageError, ModelError, EstimatorError])
def test_one_base_class_catches_everything_raised_on_purpose(kind: type[Exception]) -> None:
    """Command line and app need to catch one class, which is not wider than the package."""
    assert issubclass(kind, ThomasTestError)
    assert ThomasTestError.__bases__ == (Exception,)


def test_the_tree_drawn_is_the_tree_there() -> None:
    """The docstring of the module names every error class, so the drawing cannot go stale."""
    classes = [name for name, thing in vars(errors).items() if isinstance(thing, type)]
    assert len(classes) == 6
    assert all(name in (errors.__doc__ or "") for name in classes)


def test_an_image_error_keeps_its_reason_across_processes() -> None:
    """Batch workers send errors home: message and reason code arrive."""
    error = pickle.loads(pickle.dumps(ImageError("expected a picture, got text", reason="unreadable")))  # noqa: S301 - our own bytes
    assert str(error) == "expected a picture, got text"
    assert error.reason == "unreadable"
