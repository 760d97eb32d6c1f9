namespace LambdaSpeed;

/// <summary>A tuple was pushed into a spout whose run has stopped: no one reads it any more, and the tuple was not accepted.</summary>
public sealed class SpoutStoppedException : LambdaSpeedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="component">The spout's component.</param>
    public SpoutStoppedException(string component) : base(
        $"The run of spout '{component}' has stopped, and the tuple was not accepted. " +
        "Remedy: stop the senders before the run, or make a new PushSpout for the next run.")
    {
        Component = component;
    }

    /// <summary>The spout's component.</summary>
    public string Component { get; }
}
