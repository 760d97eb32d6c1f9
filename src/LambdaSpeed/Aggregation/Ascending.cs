namespace LambdaSpeed.Aggregation;

/// <summary>The least comes first.</summary>
internal readonly struct Ascending<TValue> : IEntryOrder<TValue>
{
    public static ICodec<TValue>? EntryCodec => Codec.TryFor<TValue>(out var codec) ? codec : null;

    public static int Compare(in TValue left, in TValue right) => NaturalOrder<TValue>.Compare(left, right);
}
