namespace LambdaSpeed.Aggregation;

/// <summary>The greatest comes first.</summary>
internal readonly struct Descending<TValue> : IEntryOrder<TValue>
{
    public static int Compare(in TValue left, in TValue right) => NaturalOrder<TValue>.Compare(right, left);
}
