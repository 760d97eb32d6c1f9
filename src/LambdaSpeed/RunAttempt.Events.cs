using LambdaSpeed.Diagnostics;
using LambdaSpeed.Epochs;
using LambdaSpeed.Tasks;

namespace LambdaSpeed;

internal sealed partial class RunAttempt
{
    private void BeginCommit(EpochId epoch, IReadOnlyList<SpoutPositions> positions)
    {
        AnnounceCut(epoch, positions);
        if (_commits is not null) _commits.Begin(epoch, positions);
        else
        {
            Volatile.Write(ref _committed, new(epoch, positions));
            _epochs.Committed(epoch);
        }
    }

    /// <summary>What tasks, workers, the clock of epochs and the loop of commits tell the attempt.</summary>
    private sealed class Events(RunAttempt attempt) : IRunControl, IEpochEvents, ICommitEvents
    {
        public void NoteActivity() => attempt._epochs.NoteActivity();

        public void RequestEpoch() => attempt._epochs.Request();

        public void NoteTuples(int count, long bytes) => attempt._epochs.NoteTuples(count, bytes);

        public void Acknowledge(StreamTask task, EpochId epoch)
        {
            if (LambdaSpeedTelemetry.BarrierStall.Enabled || LambdaSpeedTelemetry.BarrierAlignment.Enabled) Record(task);
            attempt._epochs.Acknowledge(task.Id, epoch, task.Spout?.Positions);
        }

        public void TaskEnded(StreamTask task)
        {
            Interlocked.Decrement(ref attempt._liveTasks);
            attempt._epochs.EndTask(task.Id, task.Spout?.Positions);
        }

        public void TaskFailed(StreamTask task, Exception exception) => Fail(
            exception as LambdaSpeedException ?? TaskFailures.Of(task.Stages[0].Context, "its step", exception));

        public void EndSlices(EpochId epoch) => attempt.EndSlices(epoch);

        public void TendSlices() => attempt._threads.Run(attempt.TendSlices);

        public void SendBarriers(EpochId epoch)
        {
            foreach (var task in attempt._tasks)
            {
                if (task.Spout is null) continue;
                task.Spout.AskBarrier(epoch);
                task.Wake();
            }
        }

        public void Commit(EpochId epoch, IReadOnlyList<SpoutPositions> positions) => attempt.BeginCommit(epoch, positions);

        public void Durable(EpochId epoch, IReadOnlyList<SpoutPositions> positions) =>
            Volatile.Write(ref attempt._committed, new(epoch, positions));

        public void Committed(EpochId epoch) => attempt._epochs.Committed(epoch);

        public void LastPublished() => attempt._ending.TrySetResult();

        public void HoldSpouts(HoldReason reason, bool areHeld)
        {
            foreach (var task in attempt._tasks)
            {
                task.Spout?.Hold(reason, areHeld);
                if (task.Spout is not null) task.Wake();
            }
        }

        public void CommitFailed(Exception fault) => Fail(fault);

        private void Record(StreamTask task)
        {
            var topology = new KeyValuePair<string, object?>("lambdaspeed.topology", attempt._plan.Topology.Name);
            var name = new KeyValuePair<string, object?>("lambdaspeed.task", $"{task.Name}[{task.Id}]");
            LambdaSpeedTelemetry.BarrierStall.Record(task.Barriers.Stall.TotalSeconds, topology, name);
            LambdaSpeedTelemetry.BarrierAlignment.Record(task.Barriers.Alignment.TotalSeconds, topology, name);
        }

        public void Fail(Exception fault) => attempt.Abandon(fault);
    }
}
