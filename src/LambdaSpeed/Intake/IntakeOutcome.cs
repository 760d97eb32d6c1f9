namespace LambdaSpeed;

/// <summary>What became of a message at an intake.</summary>
public enum IntakeOutcome
{
    /// <summary>It was stored by this delivery, and is durable.</summary>
    Stored,

    /// <summary>It had been stored by an earlier delivery of the same id, and is durable.</summary>
    Duplicate,

    /// <summary>It was not stored, for a reason.</summary>
    Rejected,
}
