namespace LambdaSpeed;

/// <summary>What the firings of one window have to do with each other.</summary>
public enum FiringMode
{
    /// <summary>Each firing is the whole result so far, and replaces the one before.</summary>
    Accumulating,

    /// <summary>Each firing is what has come since the one before; together they are the result.</summary>
    Discarding,

    /// <summary>Each firing takes the one before back, in a tuple of its own, and is the whole result so far: for readers who add up.
    /// Costs a second accumulator for each window.</summary>
    Retracting,
}
