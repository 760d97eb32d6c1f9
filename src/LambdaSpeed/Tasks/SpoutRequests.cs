using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks;

/// <summary>What the run asks of a spout's task: barriers, and to end. Any thread asks; the task's step looks.</summary>
internal sealed class SpoutRequests(EpochId published)
{
    private long _sent = published.Number;      // the newest epoch whose barrier was taken; the step writes it
    private long _requested = published.Number; // the newest epoch whose barrier is asked for; any thread writes it
    private int _stop;                          // a SignalKind; any thread writes it, once

    /// <summary>How the task is to end; none while it is not.</summary>
    public SignalKind Stop => (SignalKind)Volatile.Read(ref _stop);

    /// <summary>The newest epoch whose barrier was taken.</summary>
    public long LastBarrier => _sent;

    public void AskBarrier(EpochId epoch) => Volatile.Write(ref _requested, epoch.Number);

    /// <summary>The first way to end that is asked for is the one.</summary>
    public void AskStop(SignalKind kind) => Interlocked.CompareExchange(ref _stop, (int)kind, (int)SignalKind.None);

    /// <summary>Takes the barrier that is asked for, if it was not taken yet.</summary>
    public bool TryTakeBarrier(out EpochId epoch)
    {
        epoch = new EpochId(Volatile.Read(ref _requested));
        if (epoch.Number <= _sent) return false;
        _sent = epoch.Number;
        return true;
    }
}
