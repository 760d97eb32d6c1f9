namespace LambdaSpeed.State;

/// <summary>The positions at which a list has elements: from <paramref name="First"/> to before <paramref name="End"/>.</summary>
internal readonly record struct ListRange(long First, long End)
{
    public bool IsEmpty => First >= End;

    public long Length => End - First;

    /// <summary>The range that has the position as well.</summary>
    public ListRange With(long position) =>
        IsEmpty ? new(position, position + 1) : new(Math.Min(First, position), Math.Max(End, position + 1));
}
