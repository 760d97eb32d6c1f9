namespace LambdaSpeed.State;

/// <summary>A part of a keyed component's state in which things wait for their time, in order of it. Owner only.</summary>
internal interface IDueCell<TKey>
{
    /// <summary>The name it was declared with.</summary>
    string Name { get; }

    /// <summary>When the first thing is due; the largest number when nothing waits. Too early when that thing was given up since.</summary>
    long EarliestDue { get; }

    /// <summary>When the last thing is due; 0 when nothing waits. Looks at each.</summary>
    long LatestDue { get; }

    /// <summary>Finds the first thing, if it is due.</summary>
    bool TryPeek(long until, out Due<TKey> due);

    /// <summary>Within the call for it: what was found is done with when the call returns.</summary>
    void Take(in Due<TKey> due);
}
