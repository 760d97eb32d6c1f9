namespace LambdaSpeed;

/// <summary>The aggregations that can be chosen for a stream of <typeparamref name="T"/>; typed by the stream, so lambdas need no
/// types.</summary>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class Aggregates<T>
{
    internal static readonly Aggregates<T> Instance = new();

    private Aggregates()
    {
    }
}
