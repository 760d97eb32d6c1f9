namespace LambdaSpeed;

/// <summary>What becomes of a tuple that comes when all of its windows are final.</summary>
public enum LatePolicy
{
    /// <summary>It is left out and counted (<c>run.Describe()</c>, metrics). The default.</summary>
    Drop,

    /// <summary>It goes to the stream of late tuples, with its event time.</summary>
    SideOutput,

    /// <summary>It counts as if it had happened at the earliest instant that is still accepted, and is counted as late besides.</summary>
    Adjust,
}
