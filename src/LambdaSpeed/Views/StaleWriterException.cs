namespace LambdaSpeed;

/// <summary>A run of an earlier incarnation tried to write to a store that a later one has written to.</summary>
public sealed class StaleWriterException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="view">The view.</param>
    /// <param name="stored">The mark in the store.</param>
    /// <param name="refused">The mark that was refused.</param>
    public StaleWriterException(string view, ViewMark stored, ViewMark refused) : base(
        $"View '{view}' in the store was written by incarnation {stored.Incarnation}; a write of incarnation {refused.Incarnation} is " +
        "refused. Another instance of the same run has been started: stop this one.")
    {
        Stored = stored;
        Refused = refused;
    }

    /// <summary>The mark in the store.</summary>
    public ViewMark Stored { get; }

    /// <summary>The mark that was refused.</summary>
    public ViewMark Refused { get; }
}
