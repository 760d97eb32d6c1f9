namespace LambdaSpeed;

/// <summary>A tuple that a component failed on for good, and why. Immutable.</summary>
/// <remarks>A tuple like any other: it can be counted in a view, written to a log or given to a bolt that repairs it. It can be stored when
/// <typeparamref name="T"/> has a codec: see <see cref="DeadLetterCodec{T}"/>.</remarks>
/// <typeparam name="T">The tuple the component was given.</typeparam>
public sealed record DeadLetter<T>
{
    /// <summary>The tuple.</summary>
    public required T Tuple { get; init; }

    /// <summary>The component that failed on it.</summary>
    public required string Component { get; init; }

    /// <summary>The component's task, from 0.</summary>
    public required int TaskIndex { get; init; }

    /// <summary>Where the tuple came from; null unless <c>SpeedLayerOptions.TracksPositions</c> is set and the source has
    /// positions.</summary>
    public LogPosition? Position { get; init; }

    /// <summary>How often the component was given the tuple, at least once.</summary>
    public required int Attempts { get; init; }

    /// <summary>The full name of the type of what was thrown last.</summary>
    public required string ExceptionType { get; init; }

    /// <summary>Its message; at most 4,096 characters are kept.</summary>
    public required string Message { get; init; }

    /// <summary>Its text with all inner exceptions and call stacks; at most 16,384 characters are kept.</summary>
    public required string Text { get; init; }

    /// <summary>Who failed on what, in a line.</summary>
    public override string ToString() =>
        $"'{Component}', task {TaskIndex}, failed on {Tuple}" + (Position is { } at ? $" (source position {at})" : "") +
        $" after {Attempts} attempts: {ExceptionType}: {Message}";
}
