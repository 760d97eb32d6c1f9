namespace LambdaSpeed.Aggregation;

/// <summary>Reads a reference type, null when there is none.</summary>
internal readonly struct ReferenceReading<TEntry, TItem, TPart> : IChosenReading<TEntry, TItem?>
    where TItem : class
    where TPart : IEntryPart<TEntry, TItem>
{
    public static TItem? Read(in Chosen<TEntry> chosen) => chosen.HasEntry ? TPart.Of(chosen.Entry!) : null;
}
