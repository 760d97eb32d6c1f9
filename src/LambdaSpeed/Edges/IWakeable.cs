namespace LambdaSpeed.Edges;

/// <summary>Something that has work to look at. Any thread may wake it, at any time; too often is harmless.</summary>
internal interface IWakeable
{
    void Wake();
}
