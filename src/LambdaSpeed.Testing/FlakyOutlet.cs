using System.Diagnostics;

namespace LambdaSpeed.Testing;

/// <summary>A place of outputs some of whose calls fail, as a test orders: as a broker that is away for a while, or a process that dies
/// between a release and the next commit.</summary>
/// <remarks>
/// <para>What fails before it is done is an outage: the run keeps the outputs, holds its spouts and tries again. What fails by
/// <see cref="InjectedFault.After"/> is done, and ends the attempt of the run: another outlet is given the outputs that may be out, and has
/// to pass over those that are. The first opening that fails, fails the start. All outlets, of later attempts and other runs, go on in the
/// plans where the ones before have stopped.</para>
/// <para>The plans are safe from any thread; the outlets are the engine's, as any.</para>
/// </remarks>
[DebuggerDisplay("releases: {Releases}")]
public sealed class FlakyOutlet
{
    private readonly Func<IOutlet> _inner;

    /// <summary>Creates the place.</summary>
    /// <param name="inner">Makes the outlet of one attempt.</param>
    public FlakyOutlet(Func<IOutlet> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>Which openings fail, with an <see cref="InjectedFaultException"/> or a time-out.</summary>
    /// <value>None.</value>
    public FaultPlan Opens { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IOutlet.Begin"/> fail, with an <see cref="OutletException"/>, by
    /// <see cref="InjectedFault.After"/> with an <see cref="InjectedFaultException"/>.</summary>
    /// <value>None.</value>
    public FaultPlan Begins { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IOutlet.Release"/> fail, likewise.</summary>
    /// <value>None.</value>
    public FaultPlan Releases { get; init; } = FaultPlan.Never();

    /// <summary>Which calls of <see cref="IOutlet.MakeDurable"/> fail, likewise.</summary>
    /// <value>None.</value>
    public FaultPlan Syncs { get; init; } = FaultPlan.Never();

    /// <summary>What <c>Stream.ToOutlet</c> takes.</summary>
    public Func<IOutlet> AsOutlet() => () => new PlannedOutlet(_inner(), this);
}
