namespace LambdaSpeed.Tests.Simulation;

/// <summary>What is broken on purpose, to prove that the oracle bites.</summary>
internal enum Defect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Barriers are not aligned, although exactly once is promised.</summary>
    DoesNotAlign,

    /// <summary>Epochs are published before they are durable.</summary>
    PublishesBeforeTheCommit,

    /// <summary>Positions are committed before the source has made what lies before them durable.</summary>
    CommitsBeforeTheSourceIsDurable,

    /// <summary>A tuple is tried again without dropping what the failed attempt emitted and wrote.</summary>
    KeepsHalfEffects,
}
