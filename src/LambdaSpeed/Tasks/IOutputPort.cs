namespace LambdaSpeed.Tasks;

/// <summary>An output of a stage, seen without its type.</summary>
internal interface IOutputPort
{
    /// <summary>Hands on what the stage has written.</summary>
    void Deliver();
}
