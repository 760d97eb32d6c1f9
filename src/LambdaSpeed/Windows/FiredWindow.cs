namespace LambdaSpeed.Windows;

/// <summary>What a window of panes has fired: state, so that it is fired once whatever fails. Kept as long as the window.</summary>
internal struct FiredWindow<TAccumulator>
{
    /// <summary>How often it has.</summary>
    public int Count;

    /// <summary>Its time has come: what changes it from now on is late.</summary>
    public bool IsPast;

    /// <summary>How many tuples have come since; counted where there are early firings.</summary>
    public long Pending;

    /// <summary>Is there a <see cref="Sum"/>?</summary>
    public bool HasSum;

    /// <summary>Retracting: what it has fired last, not changed any more. Discarding: what has come since the last firing.</summary>
    public TAccumulator Sum;
}
