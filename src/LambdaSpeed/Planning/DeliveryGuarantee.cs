namespace LambdaSpeed;

/// <summary>How often a tuple counts after a failure. One mechanism, epoch barriers, serves all three.</summary>
/// <remarks>Holds for sources with positions (<see cref="IPositionedSpout"/>). A source without positions promises nothing across a
/// failure,
/// and a view's guarantee is the weakest of its sources; <see cref="ExecutionPlan.Explain"/> says which.</remarks>
public enum DeliveryGuarantee
{
    /// <summary>Once: barriers are aligned, state and positions are committed together.</summary>
    ExactlyOnce,

    /// <summary>At least once: barriers are not aligned, so that no input waits for another; tuples between them count again after a
    /// failure.</summary>
    AtLeastOnce,

    /// <summary>At most once: nothing is committed; after a task's failure the run goes on behind what was read.</summary>
    AtMostOnce,
}
