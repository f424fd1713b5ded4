"""Tasks done in several processes. A process that is ended from outside loses its task to another, and no more.

Each process is a worker of its own, not one of an executor: so it is known at which document it ended. A task whose
process ended is tried again; a document at which two processes ended is passed over and told in `rejects`.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections import Counter, deque
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from multiprocessing import connection
from typing import TYPE_CHECKING

from shuliang.errors import ShuliangError
from shuliang.memory import garbage_searched_seldom
from shuliang.running import kernel
from shuliang.running.tasks import Finished, Job, Loss, Place, Tally, Task, run_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

    from shuliang.running.kernel import Reader

    MakeReader = Callable[[], Reader]
    Told = Callable[[Task, Tally], None]

ENDS_OF_ONE = 2
"""Processes that may end at one place before it is passed over."""
ENDS_IN_A_ROW = 6
"""Processes that may end, each at another place, before the run gives up: then it is no document's fault."""
DIED = "process died"


def _silent(_task: Task, _tally: Tally) -> None:
    return


def do_tasks(
    tasks: Iterable[Task], job: Job, workers: int, told: Told = _silent, make_reader: MakeReader | None = None
) -> Iterator[tuple[Task, Finished]]:
    """Does every task, in this process where `workers` is 1 or there is one task alone; gives each as it is done.

    Args:
        tasks: asked for only as processes are free for them.
        job: what is the same for all.
        workers: how many processes at most.
        told: called now and then with what was read of a task so far.
        make_reader: gives what reads documents, the shipped rulebook where None; other processes import it by name.

    Raises:
        RulebookError: the shipped rules have faults.
        ShuliangError: a task cannot be done, or processes end again and again.
    """
    waiting = iter(tasks)
    ready = list(islice(waiting, 2)) if workers > 1 else []
    if len(ready) < 2:  # noqa: PLR2004 - one alone is no work for several
        yield from _do_here(chain(ready, waiting), job, told, make_reader)
        return
    if make_reader is None:
        kernel.default_reader()  # faults are told once and here; what is compiled is in the cache for the workers
    pool = _Pool(job, workers, told, make_reader)
    try:
        yield from pool.run(chain(ready, waiting))
    finally:
        pool.stop()


def _do_here(
    tasks: Iterator[Task], job: Job, told: Told, make_reader: MakeReader | None
) -> Iterator[tuple[Task, Finished]]:
    reader = None
    for task in tasks:
        reader = reader or (make_reader or kernel.default_reader)()
        with garbage_searched_seldom():
            finished = run_task(task, job, reader, told=partial(told, task))
        yield task, finished


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """A process started in here never hears Ctrl-C, which goes to all: who started it ends it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A process with the task it has, and what came of that task before."""

    def __init__(self, job: Job, make_reader: MakeReader | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.at = context.RawArray("q", [-1, -1, 1])
        self.pipe, theirs = context.Pipe()
        self.task: Task | None = None
        self.process = context.Process(target=_work, args=(theirs, self.at, job, make_reader), daemon=True)
        with _ctrl_c_held():
            self.process.start()
        theirs.close()

    def place(self) -> Place:
        return Place(*self.at[:])


class _Trouble:
    """The places at which the processes of a task ended, and those passed over."""

    def __init__(self) -> None:
        self.losses: dict[tuple[int, int, int], Loss] = {}
        self._ends: Counter[Place] = Counter()

    def note(self, place: Place, how: str) -> None:
        """Takes note of an end; raises ShuliangError when going on makes no sense."""
        self._ends[place] += 1
        if place.item < 0 and self._ends[place] >= ENDS_OF_ONE:
            message = f"worker processes end before they read anything ({how}); try fewer --workers"
            raise ShuliangError(message)
        if self._ends[place] >= ENDS_OF_ONE:
            self.losses[place] = Loss(DIED, f"{ENDS_OF_ONE} processes ended while they read this ({how})")
            self._ends.clear()
        elif self._ends.total() >= ENDS_IN_A_ROW:
            message = f"worker processes end again and again ({how}), perhaps for want of memory; try fewer --workers"
            raise ShuliangError(message)


class _Pool:
    def __init__(self, job: Job, size: int, told: Told, make_reader: MakeReader | None) -> None:
        self._job = job
        self._size = size
        self._told = told
        self._make_reader = make_reader
        self._workers: list[_Worker] = []
        self._troubles: dict[str, _Trouble] = {}
        self._again: deque[Task] = deque()

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Finished]]:
        ready: deque[Task] = deque()
        while True:
            while len(ready) < self._size and (task := next(tasks, None)):
                ready.append(task)
            self._hand_out(ready)
            if not any(worker.task for worker in self._workers):
                return
            waited_for = [worker.pipe for worker in self._workers]
            for pipe in connection.wait(waited_for):
                worker = next(worker for worker in self._workers if worker.pipe is pipe)
                yield from self._hear(worker)

    def stop(self) -> None:
        """Ends every process, whatever it is doing."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers = []

    def _hand_out(self, ready: deque[Task]) -> None:
        while self._again or ready:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None:
                if len(self._workers) == self._size:
                    return
                worker = _Worker(self._job, self._make_reader)
                self._workers.append(worker)
            task = self._again.popleft() if self._again else ready.popleft()
            trouble = self._troubles.get(task.name)
            worker.task = task
            worker.at[:] = Place(-1, -1, 1)
            with suppress(OSError):  # a process that has ended is noticed when it is listened to
                worker.pipe.send((task, trouble and trouble.losses))

    def _hear(self, worker: _Worker) -> Iterator[tuple[Task, Finished]]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        task = worker.task
        assert task is not None
        if isinstance(message, Tally):
            self._told(task, message)
        elif isinstance(message, Finished):
            worker.task = None
            self._troubles.pop(task.name, None)
            yield task, message
        else:
            raise ShuliangError(message)

    def _bury(self, worker: _Worker) -> None:
        """Notes where a process ended; its task is to be done again."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        task = worker.task
        if task is None:
            return
        self._troubles.setdefault(task.name, _Trouble()).note(worker.place(), _how_it_ended(worker.process.exitcode))
        self._again.append(task)


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return f"{signal.Signals(-code).name}{', as for want of memory' if -code == signal.SIGKILL else ''}"
    except ValueError:
        return f"signal {-code}"


def _work(pipe: Connection, at: list[int], job: Job, make_reader: MakeReader | None) -> None:
    """What a worker does until it is ended: takes a task, tells how it goes."""
    try:
        reader = (make_reader or kernel.default_reader)()
        with garbage_searched_seldom():
            while True:
                task, losses = pipe.recv()
                careful = losses is not None  # a process ended at this task: the next must know at which document
                pipe.send(run_task(task, job, reader, at=at, losses=losses, careful=careful, told=pipe.send))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        sys.exit()
    except (ShuliangError, OSError) as error:
        pipe.send(str(error))
    except Exception:
        pipe.send(f"a worker failed, which is a fault of shuliang:\n{traceback.format_exc()}")
        raise
