namespace LambdaSpeed.Components;

/// <summary>The buffer behind one side output of a bolt's task, seen without its type.</summary>
internal interface ISideBuffer
{
    /// <summary>The <see cref="SideOutput{T}"/> it belongs to.</summary>
    object Output { get; }

    int Mark { get; }

    void Truncate(int mark);

    void SetStamp(LambdaSpeed.Streams.TupleStamp stamp);

    /// <summary>An empty one of the same side output.</summary>
    ISideBuffer Apart();

    /// <summary>Hands all it holds to another of the same side output.</summary>
    void MoveTo(ISideBuffer target);

    void Clear();
}
