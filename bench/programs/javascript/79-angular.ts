// CWE-79 in Angular: the framework's cleaning bypassed.
import { Component, ElementRef, Input, Pipe, PipeTransform, SecurityContext } from "@angular/core";
import { DomSanitizer, SafeHtml } from "@angular/platform-browser";
import { ActivatedRoute } from "@angular/router";
// == vulnerable: a pipe for everything
@Pipe({ name: "safeHtml" })
export class SafeHtmlPipe implements PipeTransform {
  constructor(private sanitizer: DomSanitizer) {}
  transform(value: string): SafeHtml {
    return this.sanitizer.bypassSecurityTrustHtml(value);
  }
}
// == vulnerable: a parameter of the address
@Component({ selector: "app-frame", template: "<iframe [src]='url'></iframe>" })
export class FrameComponent {
  url = this.sanitizer.bypassSecurityTrustResourceUrl(this.route.snapshot.queryParams["url"]);
  constructor(private sanitizer: DomSanitizer, private route: ActivatedRoute) {}
}
// == vulnerable: an answer of the server
@Component({ selector: "app-page", template: "<div [innerHTML]='html'></div>" })
export class PageComponent {
  html: SafeHtml = "";
  constructor(private sanitizer: DomSanitizer, private http: HttpClient) {}
  load(): void {
    this.http.get<Page>("/api/page").subscribe((page) => {
      this.html = this.sanitizer.bypassSecurityTrustHtml(page.body);
    });
  }
}
// == vulnerable: the element itself
@Component({ selector: "app-note", template: "<div #out></div>" })
export class NoteComponent {
  @Input() text = "";
  constructor(private element: ElementRef) {}
  ngOnInit(): void {
    this.element.nativeElement.innerHTML = this.text;
  }
}
// == vulnerable: a script address
@Component({ selector: "app-link", template: "<a [href]='url'>go</a>" })
export class LinkComponent {
  @Input() target = "";
  constructor(private sanitizer: DomSanitizer) {}
  get url() {
    return this.sanitizer.bypassSecurityTrustUrl(this.target);
  }
}
// == safe: bound, so the framework cleans it
@Component({ selector: "app-comment", template: "<div [innerHTML]='body'></div>" })
export class CommentComponent {
  @Input() body = "";
}
// == safe: cleaned first, then trusted
@Component({ selector: "app-comment", template: "<div [innerHTML]='html'></div>" })
export class CommentComponent {
  html: SafeHtml = "";
  constructor(private sanitizer: DomSanitizer) {}
  show(body: string): void {
    this.html = this.sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(body));
  }
}
// == safe: an address of an own blob
@Component({ selector: "app-preview", template: "<img [src]='url'>" })
export class PreviewComponent {
  constructor(private sanitizer: DomSanitizer) {}
  show(file: File) {
    return this.sanitizer.bypassSecurityTrustUrl(URL.createObjectURL(file));
  }
}
