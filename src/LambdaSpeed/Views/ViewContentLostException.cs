namespace LambdaSpeed;

/// <summary>A store outside the run does not hold any more what it was given: it was emptied, or put back to an older state.</summary>
/// <remarks>A store that follows a view then gets the view's whole content.</remarks>
public sealed class ViewContentLostException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="view">The view.</param>
    /// <param name="held">The mark in the store; null when there is none.</param>
    /// <param name="expected">The mark that it was last told to keep.</param>
    public ViewContentLostException(string view, ViewMark? held, ViewMark expected) : base(
        $"The store holds {(held is { } mark ? $"{mark.Epoch} of incarnation {mark.Incarnation}" : "nothing")} of view '{view}'; it was " +
        $"given {expected.Epoch} of incarnation {expected.Incarnation}. It was emptied or put back to an older state: replace its content.")
    {
        Held = held;
        Expected = expected;
    }

    /// <summary>The mark in the store; null when there is none.</summary>
    public ViewMark? Held { get; }

    /// <summary>The mark that it was last told to keep.</summary>
    public ViewMark Expected { get; }
}
