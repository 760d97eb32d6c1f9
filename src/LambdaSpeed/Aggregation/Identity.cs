namespace LambdaSpeed.Aggregation;

/// <summary>The projection of a tuple to itself, where <typeparamref name="TValue"/> is known to be <typeparamref name="T"/>.</summary>
internal static class Identity<T, TValue>
{
    public static readonly Func<T, TValue> Projection = (Func<T, TValue>)(object)(Func<T, T>)(static tuple => tuple);
}
