namespace LambdaSpeed.Windows;

/// <summary>What a session amounts to, and what of it has been fired: an accumulator itself, so that sessions which become one bring
/// along what each has fired.</summary>
internal struct FiringSum<TAccumulator>
{
    /// <summary>What the tuples amount to.</summary>
    public TAccumulator Value;

    /// <summary>How often it has fired.</summary>
    public int Count;

    /// <summary>Its time has come: what changes it from now on is late, unless it makes it last longer.</summary>
    public bool IsPast;

    /// <summary>How many tuples have come since the last firing.</summary>
    public long Pending;

    /// <summary>Is there a <see cref="Since"/>?</summary>
    public bool HasSince;

    /// <summary>Discarding: what has come since the last firing.</summary>
    public TAccumulator Since;

    /// <summary>Retracting: the firings that are not taken back yet; null for none. Replaced, never changed.</summary>
    public FiredSession<TAccumulator>[]? Fired;
}
