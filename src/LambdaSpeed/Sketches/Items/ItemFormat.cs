namespace LambdaSpeed.Sketches.Items;

/// <summary>How the items of a sketch are written, read and hashed.</summary>
/// <typeparam name="TItem">The items.</typeparam>
internal abstract class ItemFormat<TItem>
{
    /// <summary>The fewest bytes that an item takes, at least 1.</summary>
    public abstract int LeastSize { get; }

    public abstract int SizeOf(TItem item);

    public abstract void Write(ref SketchWriter writer, TItem item);

    public abstract TItem Read(ref SketchReader reader);

    /// <summary>A hash that no process changes; it decides where items stand in what is written.</summary>
    public abstract ulong Hash(TItem item);

    /// <summary>Whether the format can hold the item, and the item has a place in the order of items. What would come back as another item
    /// is replaced by that one here, so that a sketch answers the same before and after it is written.</summary>
    public virtual bool Accepts(ref TItem item) => true;
}
