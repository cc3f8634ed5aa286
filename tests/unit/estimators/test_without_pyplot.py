"""MediaPipe is imported without pyplot, and nobody misses it."""

import subprocess
import sys


def test_mediapipe_is_imported_without_pyplot_and_gets_it_when_it_draws() -> None:
    """It takes longer than the rest of MediaPipe; whoever imports it themselves gets it, too."""
    program = (
        "import sys\n"
        "from thomas_test.estimators.without_pyplot import without_pyplot\n"
        "with without_pyplot():\n"
        "    from mediapipe.tasks.python.vision import drawing_utils\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'imported'\n"
        "asked = drawing_utils.plt.figure\n"
        "import matplotlib.pyplot\n"
        "assert asked is matplotlib.pyplot.figure, 'another one'\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
