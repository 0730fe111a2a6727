export class ShowStatus {}
