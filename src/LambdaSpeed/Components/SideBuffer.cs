using LambdaSpeed.Streams;

namespace LambdaSpeed.Components;

/// <summary>The buffer behind one side output of a bolt's task.</summary>
internal sealed class SideBuffer<T>(SideOutput<T> output, TupleBuffer<T> buffer) : ISideBuffer
{
    public object Output => output;

    public TupleBuffer<T> Buffer => buffer;

    public int Mark => buffer.Mark;

    public void Truncate(int mark) => buffer.Truncate(mark);

    public void SetStamp(TupleStamp stamp) => buffer.Stamp = stamp;

    public ISideBuffer Apart() => new SideBuffer<T>(output, new TupleBuffer<T>(capacity: 1));

    public void MoveTo(ISideBuffer target)
    {
        ((SideBuffer<T>)target).Buffer.AddRange(buffer.Unread);
        buffer.Clear();
    }

    public void Clear() => buffer.Clear();
}
