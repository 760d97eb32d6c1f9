namespace LambdaSpeed.Epochs;

/// <summary>The life of an epoch, in the order it happens.</summary>
internal enum EpochPhase
{
    /// <summary>Tuples flow into it; its barrier has not been sent.</summary>
    Open,

    /// <summary>Its barrier is on the way; some tasks have not passed it yet.</summary>
    Ending,

    /// <summary>All tasks have passed its barrier; its changes are being made durable. Meanwhile tuples flow into the next one.</summary>
    Committing,
}
