namespace LambdaSpeed;

/// <summary>The right stream of a join in a query, with the join's name and bounds:
/// <c>from i in impressions join c in clicks.Within("clicked", window) on i.Id equals c.Id select …</c>. Immutable.</summary>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class JoinSide<T>
{
    internal JoinSide(Stream<T> stream, string name, JoinWindow window)
    {
        Stream = stream;
        Name = name;
        Window = window;
    }

    internal Stream<T> Stream { get; }

    internal string Name { get; }

    internal JoinWindow Window { get; }
}
