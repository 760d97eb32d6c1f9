namespace LambdaSpeed;

/// <summary>The aggregations that can be chosen for a stream of <typeparamref name="T"/>; typed by the stream, so lambdas need no
/// types.</summary>
/// <remarks>In every one of them neither the order of the tuples nor the way they were split into parts shows in the result. Each
/// method says what is kept for a key, and what a key without values reads as.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public sealed partial class Aggregates<T>
{
    internal static readonly Aggregates<T> Instance = new();

    private Aggregates()
    {
    }
}
