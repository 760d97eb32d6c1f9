namespace LambdaSpeed.Components;

/// <summary>A side output seen without its type.</summary>
internal interface ISideOutput
{
    string Name { get; }

    bool MayBeUnread { get; }

    TResult Accept<TResult>(ISideOutputVisitor<TResult> visitor);
}
