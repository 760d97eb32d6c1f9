namespace LambdaSpeed;

/// <summary>Timers of which each key has any number, told apart by their times.</summary>
/// <remarks>Used as an <see cref="IKeyedTimer"/> is.</remarks>
public interface IKeyedTimers
{
    /// <summary>The name they were declared with.</summary>
    string Name { get; }

    /// <summary>Is there a timer for this time?</summary>
    /// <param name="due">The time.</param>
    bool Contains(DateTimeOffset due);

    /// <summary>Sets a timer, unless there is one for this time. A time that has passed already is due at once, when the call has
    /// returned.</summary>
    /// <param name="due">When it is due.</param>
    /// <returns>Was there none?</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is the default of <see cref="DateTimeOffset"/>.</exception>
    bool Add(DateTimeOffset due);

    /// <summary>Clears the timer for this time.</summary>
    /// <param name="due">The time.</param>
    /// <returns>Was there one?</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is the default of <see cref="DateTimeOffset"/>.</exception>
    bool Remove(DateTimeOffset due);
}
