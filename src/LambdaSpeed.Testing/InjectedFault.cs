namespace LambdaSpeed.Testing;

/// <summary>How a call of a flaky decorator fails.</summary>
public enum InjectedFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>With an error, before anything is done.</summary>
    Before,

    /// <summary>With a time-out of the place's own, before anything is done: an <see cref="OperationCanceledException"/> though nobody has
    /// cancelled, as it is or as the cause of what the contract of the place has it throw.</summary>
    TimeOut,

    /// <summary>With an error after all was done: the answer is lost.</summary>
    After,
}
