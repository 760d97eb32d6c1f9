using LambdaSpeed.Views;

namespace LambdaSpeed.Building;

/// <summary>What is said of a view after its aggregation was described.</summary>
internal sealed class ViewDraft<TKey, TResult>
    where TKey : notnull
{
    /// <summary>Stores outside the run that follow the view.</summary>
    public List<IFollowingStore<TKey, TResult>> Followers { get; } = [];

    /// <summary>Was a view's name given out for it?</summary>
    public bool IsNamed { get; set; }

    /// <summary>Keys that its tables are to have room for from the start, in all tasks together.</summary>
    public int ExpectedKeys { get; set; }

    /// <summary>Is memory to hold only the keys that are in use, where the store reads the others?</summary>
    public bool HoldsHotKeys { get; set; }
}
