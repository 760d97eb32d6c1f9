namespace LambdaSpeed.Aggregation;

/// <summary>Reads a value type as a nullable one.</summary>
internal readonly struct ValueReading<TEntry, TItem, TPart> : IChosenReading<TEntry, TItem?>
    where TItem : struct
    where TPart : IEntryPart<TEntry, TItem>
{
    public static TItem? Read(in Chosen<TEntry> chosen) => chosen.HasEntry ? TPart.Of(chosen.Entry!) : null;
}
