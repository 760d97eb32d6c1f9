using System.Diagnostics;
using LambdaSpeed.Sources;

namespace LambdaSpeed.Testing;

/// <summary>A source with positions some of whose calls fail, as a test orders: as one behind a network does.</summary>
/// <remarks>
/// <para>What fails in a task of a run has it restarted from the newest published epoch, as far as <see cref="SpeedLayerOptions.Restart"/>
/// allows; each tuple counts once all the same. A failure of the first opening, or seeking, fails the start. All tasks and restarts go on
/// in the plans where the ones before have stopped.</para>
/// <para>The plans are safe from any thread; the spouts are the engine's, as any.</para>
/// </remarks>
/// <typeparam name="T">The tuples.</typeparam>
[DebuggerDisplay("polls: {Polls}")]
public sealed class FlakySource<T>
{
    private readonly Func<ISpout<T>> _inner;

    /// <summary>Creates the source.</summary>
    /// <param name="inner">Makes the spout of one task, which must be an <see cref="IPositionedSpout"/>: without positions no run could go
    /// on behind a failure.</param>
    public FlakySource(Func<ISpout<T>> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>Which openings fail, with an <see cref="InjectedFaultException"/> or a time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Opens { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IPositionedSpout.Seek"/> fail, likewise.</summary>
    /// <value>None.</value>
    public FaultPlan Seeks { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="ISpout{T}.Next"/> fail, likewise; by <see cref="InjectedFault.After"/> when all tuples of the
    /// call were emitted and the positions have moved.</summary>
    /// <value>None.</value>
    public FaultPlan Polls { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IPositionedSpout.MakeDurable"/> fail, with an <see cref="IOException"/>: the commit is tried
    /// again.</summary>
    /// <value>None.</value>
    public FaultPlan Syncs { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IPositionedSpout.OnCommitted"/> fail, which must not throw: such a notice is lost on its way to
    /// the source, or by <see cref="InjectedFault.After"/> reaches it twice.</summary>
    /// <value>None.</value>
    public FaultPlan Notices { get; init; } = FaultPlan.Never();

    /// <summary>How many tuples a call of <see cref="ISpout{T}.Next"/> emits at most, so that there are faults between any two; 1 or
    /// more.</summary>
    /// <value>As many as the engine asks for.</value>
    public int MostAtATime { get; init; } = int.MaxValue;

    /// <summary>What <c>TopologyBuilder.AddSpout</c> takes. What the source within tells a topology before it runs, that several tasks
    /// cannot share it or that others divide it, is told here, too.</summary>
    public Func<ISpout<T>> AsSpout()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostAtATime);
        return _inner.Target switch
        {
            ISharedSource shared => Spouts.Shared(shared.DividedBy, Make),
            ISingleTaskFactory single => SingleTask.Factory(single.Source, Make),
            _ => Make,
        };
    }

    private ISpout<T> Make() => _inner() switch
    {
        ISharedSource shared and ISpout<T> inner => new FlakySharedSpout<T>(inner, shared, this),
        IConnectedSource connected and ISpout<T> inner => new FlakyConnectedSpout<T>(inner, connected, this),
        Components.IReplayedSpout replayed and ISpout<T> inner => new FlakyReplayedSpout<T>(inner, replayed, this),
        var inner => new FlakySpout<T>(inner, this),
    };
}
