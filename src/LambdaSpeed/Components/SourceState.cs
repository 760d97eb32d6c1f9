namespace LambdaSpeed;

/// <summary>How a server that is read from is doing.</summary>
public enum SourceState
{
    /// <summary>It is not read yet.</summary>
    Opening,

    /// <summary>It is read.</summary>
    Reading,

    /// <summary>The connection is lost, or was refused, and is tried again: nothing comes in meanwhile, and nothing is lost.</summary>
    Retrying,

    /// <summary>It is not read any more.</summary>
    Closed,
}
