namespace LambdaSpeed.Testing;

/// <summary>How a call of a <see cref="FlakyViewStore{TKey, TValue}"/> fails.</summary>
public enum ViewStoreFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>With an error, before anything is written.</summary>
    Before,

    /// <summary>With a time-out of the store's own, before anything is written: an <see cref="OperationCanceledException"/> though nobody
    /// has cancelled.</summary>
    TimeOut,

    /// <summary>With an error after all was written: the answer is lost.</summary>
    After,
}
