namespace LambdaSpeed.Components;

/// <summary>The buffer behind one side output of a bolt's task, seen without its type.</summary>
internal interface ISideBuffer
{
    /// <summary>The <see cref="SideOutput{T}"/> it belongs to.</summary>
    object Output { get; }

    int Mark { get; }

    void Truncate(int mark);

    void SetStamp(LambdaSpeed.Streams.TupleStamp stamp);
}
