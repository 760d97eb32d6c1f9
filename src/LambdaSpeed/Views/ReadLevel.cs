namespace LambdaSpeed;

/// <summary>How fresh, and how settled, a read is.</summary>
public enum ReadLevel
{
    /// <summary>Whole, published epochs only; what was seen once is never taken back. As old as the epoch interval and the
    /// time a barrier needs through the topology.</summary>
    Committed,

    /// <summary>Includes the open epoch: as fresh as memory, never torn within a key, but not final: its epoch may
    /// never be published.</summary>
    Latest,
}
