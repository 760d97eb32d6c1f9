namespace Samples.Shared;

/// <summary>A line that knows where it was read, by which it is told apart from all others.</summary>
internal interface IPlacedLine
{
    /// <summary>The index of its file.</summary>
    int File { get; }

    /// <summary>Where it starts in the unpacked file.</summary>
    long Offset { get; }
}
