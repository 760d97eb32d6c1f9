namespace LambdaSpeed;

/// <summary>A timer of which each key has one: set, put off, and cleared by name.</summary>
/// <remarks>Used by the bolt's task inside of <c>Execute</c> and <c>OnTimer</c> alone; elsewhere it throws an
/// <see cref="InvalidOperationException"/>. What a call does to it takes effect when the call returns, and is dropped when it
/// throws.</remarks>
public interface IKeyedTimer
{
    /// <summary>The name it was declared with.</summary>
    string Name { get; }

    /// <summary>When it is due; null when it is not set. While it fires it is not set.</summary>
    DateTimeOffset? Due { get; }

    /// <summary>Sets the timer, in place of the time it was set to before. A time that has passed already is due at once, when the call has
    /// returned.</summary>
    /// <param name="due">When it is due.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is the default of <see cref="DateTimeOffset"/>.</exception>
    void Set(DateTimeOffset due);

    /// <summary>Clears the timer, if it is set: it does not fire.</summary>
    void Clear();
}
