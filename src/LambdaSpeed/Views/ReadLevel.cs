namespace LambdaSpeed;

/// <summary>How fresh, and how settled, a read is.</summary>
public enum ReadLevel
{
    /// <summary>Whole, published epochs only; what was seen once is never taken back. At most one epoch interval old.</summary>
    Committed,

    /// <summary>Includes the open epoch: as fresh as memory, never torn within a key, but may go back after a rollback.</summary>
    Latest,
}
